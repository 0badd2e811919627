#!/usr/bin/env node
// @ts-check
/** Starts `ndc.ts` with what is kept of earlier runs. */
import './runtime.js';

await import('./ndc.ts');
