/** The members of a set in the order in which CPython writes them, where that does not depend on a hash seed. */
export function orderedMembers(set: ReadonlySet<unknown>): unknown[] {
  return orderedBy([...set], (member) => member);
}

/** The same for members of another model; `numberOf` gives the int or bool that one is, anything else for others. */
export function orderedBy<T>(members: T[], numberOf: (member: T) => unknown): T[] {
  if (members.length < 2) return members;
  const hashes: bigint[] = [];
  for (const member of members) {
    const hash = hashOf(numberOf(member));
    if (hash === undefined) return members;
    hashes.push(hash);
  }
  const order = tableOrder(hashes);
  return order === undefined ? members : order.flatMap((at) => members.slice(at, at + 1));
}

/** The prime 2⁶¹ - 1 (`sys.hash_info.modulus` of a 64-bit CPython). */
const MODULUS = 2n ** 61n - 1n;
const MASK64 = 2n ** 64n - 1n;
const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5n;
const SMALLEST_TABLE = 8;

/** CPython's hash of an int or bool as an unsigned 64-bit number; `undefined` for anything else. */
function hashOf(member: unknown): bigint | undefined {
  if (typeof member === 'boolean') return member ? 1n : 0n;
  const isInt = typeof member === 'bigint' || (typeof member === 'number' && Number.isSafeInteger(member));
  if (!isInt || Object.is(member, -0)) return undefined;
  const value = BigInt(member);
  const size = (value < 0n ? -value : value) % MODULUS;
  const hash = value < 0n ? -size : size;
  return (hash === -1n ? -2n : hash) & MASK64;
}

/** Groups of slots that may be looked at for each member: many more than without members of equal hashes. */
const PROBES_EACH = 64;
const PROBES = 1_000_000;

/**
 * The indexes of the members in the order of CPython's hash table after they were added one by one
 * (`Objects/setobject.c`, 3.8 to 3.15). `undefined`: so many hashes are equal that it would take too long.
 */
function tableOrder(hashes: readonly bigint[]): number[] | undefined {
  let probes = PROBES + PROBES_EACH * hashes.length;
  let table = new Int32Array(SMALLEST_TABLE).fill(-1);
  let used = 0;
  for (const [at, hash] of hashes.entries()) {
    probes -= insert(table, at, hash);
    if (probes < 0) return undefined;
    used++;
    if (used * 5 < (table.length - 1) * 3) continue;
    const wanted = used > 50_000 ? used * 2 : used * 4;
    let size = SMALLEST_TABLE;
    while (size <= wanted) size *= 2;
    const larger = new Int32Array(size).fill(-1);
    for (const entry of table) if (entry >= 0) probes -= insert(larger, entry, hashes[entry] ?? 0n);
    table = larger;
  }
  return [...table.filter((entry) => entry >= 0)];
}

/** Returns how many groups of slots were looked at. */
function insert(table: Int32Array, entry: number, hash: bigint): number {
  const mask = table.length - 1;
  const wide = BigInt(mask);
  let perturb = hash;
  let at = Number(hash & wide);
  for (let groups = 1; ; groups++) {
    const last = at + LINEAR_PROBES <= mask ? at + LINEAR_PROBES : at;
    for (let probe = at; probe <= last; probe++) {
      if (table[probe] === -1) {
        table[probe] = entry;
        return groups;
      }
    }
    perturb >>= PERTURB_SHIFT;
    at = Number((BigInt(at) * 5n + 1n + perturb) & wide);
  }
}
