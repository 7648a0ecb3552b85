import type { DumpSettings } from '../settings.ts';
import { IdentityMemo } from './identity-memo.ts';
import type { DumpMemo } from './memo.ts';
import { NoMemo } from './no-memo.ts';

/** The memo that the settings ask for, before anything is written. */
export function emptyMemo({ isMemoised }: Pick<DumpSettings, 'isMemoised'>): DumpMemo {
  return isMemoised ? new IdentityMemo() : new NoMemo();
}
