import { toPython3 } from '../compat-names.ts';
import { Global } from '../values/global.ts';
import type { GlobalNode, Node } from './graph.ts';

/** Says what the globals of one graph are called in Python 3. */
export class GraphNames {
  private readonly isPython2: boolean;

  /** @param isPython2 - Whether names of Python 2 are to be translated, as `fix_imports` does below protocol 3. */
  constructor(isPython2: boolean) {
    this.isPython2 = isPython2;
  }

  of(node: GlobalNode): Global {
    const { module, name } = this.isPython2 ? toPython3(node) : node;
    return new Global(module, name);
  }

  /** `module.name` of a global, `''` of any other node. */
  path(node: Node | undefined): string {
    return node?.type === 'global' ? this.of(node).toString() : '';
  }
}
