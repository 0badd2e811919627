#!/usr/bin/env node
// @ts-check
/** Starts `ndc.ts` with what is kept of earlier runs, on a Node that can run it. */
const needed = 24;

if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(`ndc: this is Node ${process.versions.node}; Node ${needed} is needed\n     run it as \`npx ndc\`, which takes the Node that \`npm ci\` brought\n`);
  process.exitCode = 2;
} else {
  await import('./runtime.js');
  await import('./ndc.ts');
}
