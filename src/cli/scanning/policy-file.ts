import { readFileSync } from 'node:fs';
import type { PolicyName, PolicyOptions } from '../../scan/policy.ts';
import { CommandError } from '../command-error.ts';

const NAMES: readonly PolicyName[] = ['standard', 'weights', 'strict'];

/** The policy of the flags: a name or a JSON file with `base`, `allow` and `deny`, and more names to allow and deny. */
export function policyOfFlags(
  policy: string | undefined,
  allow: string | undefined,
  deny: string | undefined,
): PolicyOptions {
  const base = NAMES.find((name) => name === (policy ?? 'standard'));
  const file = base === undefined ? fileOf(policy ?? '') : { base };
  return {
    ...file,
    allow: [...(file.allow ?? []), ...listOf(allow)],
    deny: [...(file.deny ?? []), ...listOf(deny)],
  };
}

function listOf(names: string | undefined): string[] {
  return names === undefined
    ? []
    : names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
}

function fileOf(path: string): PolicyOptions {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`scan: --policy takes ${NAMES.join(', ')} or a JSON file: ${reason}`, { cause });
  }
  const given: { readonly [Key in keyof PolicyOptions]?: unknown } =
    typeof parsed === 'object' && parsed !== null ? parsed : {};
  const base = NAMES.find((name) => name === (given.base ?? 'standard'));
  const unknown = Object.keys(given).filter((key) => !['base', 'allow', 'deny'].includes(key));
  if (base === undefined || unknown.length > 0 || !isList(given.allow) || !isList(given.deny)) {
    throw new CommandError(`scan: ${path} needs {"base": "standard", "allow": [names], "deny": [names]}`);
  }
  return { base, allow: given.allow, deny: given.deny };
}

function isList(value: unknown): value is readonly string[] | undefined {
  return value === undefined || (Array.isArray(value) && value.every((name) => typeof name === 'string'));
}
