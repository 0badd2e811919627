/** Registered with `--import`: every `cdktf`, of this project and of the provider bindings, is the fork `cdktn`. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) => next(/^cdktf(\/|$)/.test(specifier) ? specifier.replace('cdktf', 'cdktn') : specifier, context),
});
