/** `ndc tenant`: the ministry's side. */
import { renameSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { nearest } from '../../model/load/issues.ts';
import { catalogHref } from '../../review/pack.ts';
import { formatTenantHtml } from '../../review/tenant/html.ts';
import { formatTenantText } from '../../review/tenant/text.ts';
import { previewTenant } from '../../review/tenant/view.ts';
import { loadChecked } from '../load-estate.ts';
import { catalogRoots, shown } from '../paths.ts';
import { collect, CommandError, dayArgument, exit, printJson, printLine, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface PreviewOptions extends CommonOptions {
  readonly catalog?: string[];
  readonly asOf?: string;
  readonly html?: string;
  readonly strict?: boolean;
}

export function tenantCommand(): Command {
  return new Command('tenant')
    .description('what a tenant asks for and would get')
    .addCommand(withCommonOptions(new Command('preview'))
      .description('show what one tenant would get, where, and what stands against it; needs the catalog only')
      .argument('<tenant>', 'id of the tenant, e.g. mae')
      .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
      .option('--as-of <date>', 'day the catalog is looked at', dayArgument)
      .option('--html <file>', 'also write the preview as a self-contained page')
      .option('--strict', 'warnings fail too')
      .action(preview));
}

function preview(tenant: string, options: PreviewOptions): void {
  const roots = catalogRoots(options.catalog);
  const { catalog, estate, findings } = loadChecked(roots, { asOf: options.asOf });
  if (!estate) throw new CommandError('the catalog cannot be used: a file is missing or broken of which there must be one', 'run `npx ndc check` and mend what it names');
  const view = previewTenant({ catalog, estate, findings, tenant });
  if (!view) {
    const broken = findings.find(({ file, severity }) => severity === 'error' && file === `tenants/${tenant}/tenant.yaml`);
    if (broken) throw new CommandError(`${broken.file}:${broken.line}:${broken.column} ${broken.code}: ${broken.message[options.lang]}`, broken.hint[options.lang]);
    const meant = nearest(tenant, estate.tenants.keys());
    throw new CommandError(`there is no tenant ${tenant} in the catalog`, meant === undefined ? 'its id is the name of its folder below tenants/' : `did you mean ${meant}?`);
  }
  if (options.html !== undefined) {
    const file = resolve(options.html);
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.tmp-${process.pid}`;
    writeFileSync(temporary, formatTenantHtml(view, { language: options.lang, href: catalogHref(roots, dirname(file)) }));
    renameSync(temporary, file);
  }
  if (options.format === 'json') printJson(view);
  else {
    printLine(formatTenantText(view, options.lang));
    if (options.html !== undefined) printLine(`${options.lang === 'vi' ? 'Trang' : 'Page'}: ${shown(resolve(options.html))}`);
  }
  if (!view.ok || (options.strict && view.findings.some(({ severity }) => severity === 'warning'))) process.exitCode = exit.findings;
}
