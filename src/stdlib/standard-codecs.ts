import { RegistryCache } from '../registry.ts';
import { builtins } from './builtins.ts';
import { collections } from './collections.ts';
import { copyreg } from './copyreg.ts';

/** What `loads` and `dumps` understand without being given any codec. */
export const standardCodecs: RegistryCache = /* @__PURE__ */ new RegistryCache([
  ...builtins,
  ...copyreg,
  ...collections,
]);
