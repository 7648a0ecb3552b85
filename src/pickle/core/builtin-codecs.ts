import { pythonFamily } from '../../codec/family.ts';
import { RegistryCache } from '../../codec/registry.ts';
import { builtins } from '../../stdlib/builtins/builtins.ts';
import { copyreg } from '../../stdlib/builtins/copyreg.ts';

/** The codecs of Python's built-in types, which `brine/core` knows; it leaves those of the standard library out. */
export const builtinCodecs = /* @__PURE__ */ new RegistryCache([
  /* @__PURE__ */ pythonFamily(['builtins', '_codecs'], builtins),
  /* @__PURE__ */ pythonFamily(['copyreg'], copyreg),
]);
