import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Global } from '../../values/global.ts';
import { Instance } from '../../values/instance.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { Tuple } from '../../values/tuple.ts';
import { positional, refuseState } from '../call-arguments.ts';
import { ZoneInfo } from './zone.ts';

const GETATTR = /* @__PURE__ */ Global.of('builtins.getattr');

/** Python's `zoneinfo`: `getattr(ZoneInfo, '_unpickle')(key, from_cache)`. */
export function zoneinfo(): readonly FamilyMember[] {
  return [
    pythonClass('zoneinfo.ZoneInfo', ZoneInfo, {
      call: zoneOf,
      create: (args, kwargs) => positional('ZoneInfo', kwargs, () => zoneOf(args)),
      setState: refuseState,
      // Each one with its own getattr, because in CPython the bound method is a new object each time.
      reduce: ({ key, cached }: ZoneInfo): Reduction => ({
        callable: new Instance(GETATTR, 'call', Tuple.of<unknown>(ZoneInfo, '_unpickle')),
        args: [key, cached ? 1n : 0n],
      }),
      aliases: ['backports.zoneinfo.ZoneInfo'],
    }),
    pythonFunction('zoneinfo:ZoneInfo._unpickle', unpickle, {
      call: ([key, fromCache, ...more]) => {
        if (fromCache === undefined || more.length > 0) {
          throw new PickleError('bad-call', 'ZoneInfo._unpickle() takes a key and a flag');
        }
        return unpickle(key, fromCache);
      },
    }),
  ];
}

function zoneOf([key, ...more]: readonly unknown[]): ZoneInfo {
  if (more.length > 0) throw new PickleError('bad-call', 'ZoneInfo() in a pickle takes a key');
  return unpickle(key, true);
}

function unpickle(key: unknown, fromCache: unknown): ZoneInfo {
  if (typeof key !== 'string') {
    throw new PickleError('bad-call', `ZoneInfo() needs a str as key, not '${pythonTypeName(key)}'`);
  }
  return new ZoneInfo(key, Boolean(fromCache));
}
