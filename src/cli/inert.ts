/**
 * What stands for extension codes and persistent ids, whose meaning only the writer knows.
 *
 * @module
 */
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { Tuple } from '../values/tuple.ts';

/** Every extension code is accepted; only the writer knows what it means. */
class AnyExtension extends Map<number, Global> {
  override get(code: number): Global {
    return new Global('copyreg', `extension_${code}`);
  }

  override has(): boolean {
    return true;
  }
}

/** Every extension code as a name. */
export const anyExtension: ReadonlyMap<number, Global> = new AnyExtension();

/** What stands for a persistent id. */
export function persistentInstance(id: unknown): Instance {
  return new Instance(new Global('persistent', 'id'), 'call', Tuple.of<unknown>(id));
}
