/** `ndc doctor`: what is installed, what is missing, what each part is for and how to get it. */
import { Command } from 'commander';
import { inspectTools } from '../../tools/doctor.ts';
import { exit, printJson, printLine, withCommonOptions, type CommonOptions } from '../terminal.ts';

export function doctorCommand(): Command {
  return withCommonOptions(new Command('doctor'))
    .description('tell what is installed, what is missing, what each part is for and how to get it')
    .action(async ({ format, lang }: CommonOptions) => {
      const tools = await inspectTools();
      const missing = tools.filter(({ found, needed }) => !found && needed === 'required');
      if (format === 'json') printJson({ ok: missing.length === 0, tools });
      else {
        for (const tool of tools) {
          const state = tool.found ? (lang === 'vi' ? 'có' : 'found') : tool.needed === 'required' ? (lang === 'vi' ? 'THIẾU' : 'MISSING') : (lang === 'vi' ? 'chưa có' : 'not found');
          printLine(`${tool.id.padEnd(24)} ${state.padEnd(10)} ${tool.version ?? ''}`.trimEnd());
          printLine(`  ${tool.purpose[lang]}`);
          if (!tool.found) printLine(`  → ${tool.howToGet[lang]}`);
        }
      }
      if (missing.length > 0) process.exitCode = exit.findings;
    });
}
