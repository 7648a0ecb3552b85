/**
 * What models in zip archives have beside pickles: numbers that nothing reads as a pickle, and programs.
 *
 * @module
 */
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import type { ZipMember } from './zip-member.ts';

/** A pickle of PyTorch, whatever its case: PyTorch takes the first that matches without regard to it. */
const PICKLE = /^(.*?)\/?data\.pkl$/i;

/** The members that are still to be looked at. */
export function modelMembers(members: readonly ZipMember[], part: Part, session: Session): readonly ZipMember[] {
  const roots = new Set<string>();
  for (const { name } of members) {
    const [, root] = PICKLE.exec(name) ?? [];
    if (root !== undefined) roots.add(root.toLowerCase());
  }
  const code = members.find(({ name }) => isCode(name, roots));
  if (code !== undefined) {
    const severity = session.settings.policy.programs;
    const reason = 'It is a TorchScript program, whose code runs when torch.jit.load reads it.';
    session.report(part, found('program', severity, code.start, reason));
  }
  return members.filter((member) => {
    const isStorage = isStorageOf(member.name, roots);
    if (isStorage) session.list({ path: [...part.path, member.name] }, 'torch storage', member.end - member.start);
    return !isStorage;
  });
}

function isCode(name: string, roots: ReadonlySet<string>): boolean {
  const [, root] = /^(.*?)\/?code\/.*\.py$/i.exec(name) ?? [];
  return root !== undefined && roots.has(root.toLowerCase());
}

/** The numbers of a tensor, which PyTorch reads as they are. */
function isStorageOf(name: string, roots: ReadonlySet<string>): boolean {
  const [, root] = /^(.*?)\/?(?:data|constants)\/\d+$/i.exec(name) ?? [];
  return root !== undefined && roots.has(root.toLowerCase());
}
