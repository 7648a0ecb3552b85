import { fromCaller } from '../codec/caller-error.ts';
import { invalidLoadKey, PickleError } from '../errors.ts';
import { COST } from '../limits.ts';
import * as op from '../opcodes.ts';
import { ByteArray } from '../values/byte-array.ts';
import type { LoadSettings } from './load-settings.ts';
import type { MachineState } from './machine-state.ts';

/**
 * Runs an opcode that is rare, or so expensive that a call does not matter. These opcodes are separate functions so
 * that the compiler does not see them when it optimises the main loop.
 */
export function runColdOpcode(state: MachineState, code: number): void {
  const { stack, args, reader, containerOpcodes, objectOpcodes, globalOpcodes, memoOpcodes } = state;
  switch (code) {
    case op.POP:
      objectOpcodes.discard();
      break;
    case op.POP_MARK:
      stack.height = state.placeholders.popMark();
      break;
    case op.DUP:
      stack.push(stack.top());
      break;

    case op.INT:
      stack.push(args.intLine());
      break;
    case op.LONG:
      stack.push(args.longLine());
      break;
    case op.LONG4:
      stack.push(args.long(args.longCount()));
      break;
    case op.FLOAT:
      stack.push(args.floatLine());
      break;
    case op.STRING:
      stack.push(args.quotedString());
      break;
    case op.BINSTRING:
      stack.push(args.legacyString(reader.u32()));
      break;
    case op.SHORT_BINSTRING:
      stack.push(args.legacyString(reader.u8()));
      break;
    case op.UNICODE:
      stack.push(args.unicodeLine());
      break;
    case op.BINUNICODE8:
      stack.push(args.text(args.count64('BINUNICODE')));
      break;
    case op.BINBYTES:
      stack.push(args.byteString(reader.u32()));
      break;
    case op.BINBYTES8:
      stack.push(args.byteString(args.count64('BINBYTES')));
      break;
    case op.BYTEARRAY8:
      // A copy, because Python's bytearray is mutable.
      stack.push(ByteArray.over(args.byteCopy(args.count64('BYTEARRAY8'))));
      break;
    case op.NEXT_BUFFER:
      stack.push(state.buffers.next(state.settings));
      state.budget.charge(COST.bytes);
      break;
    case op.READONLY_BUFFER:
      stack.push(state.buffers.readonly(stack.pop(), args.wholeNumbers));
      break;

    case op.EMPTY_SET:
      stack.push(state.containers.emptySet());
      break;
    case op.LIST:
      containerOpcodes.list();
      break;
    case op.DICT:
      containerOpcodes.dict();
      break;
    case op.FROZENSET:
      containerOpcodes.frozenSet();
      break;
    case op.APPEND:
      containerOpcodes.append();
      break;
    case op.SETITEM:
      containerOpcodes.setItem();
      break;
    case op.ADDITEMS:
      containerOpcodes.addItems();
      break;

    case op.GET:
      memoOpcodes.getLine();
      break;
    case op.PUT:
      memoOpcodes.putLine();
      break;

    case op.GLOBAL:
      globalOpcodes.global();
      break;
    case op.STACK_GLOBAL:
      globalOpcodes.stackGlobal();
      break;
    case op.EXT1:
      globalOpcodes.extension(reader.u8());
      break;
    case op.EXT2:
      globalOpcodes.extension(reader.u16());
      break;
    case op.EXT4:
      globalOpcodes.extension(reader.i32());
      break;
    case op.NEWOBJ_EX:
      objectOpcodes.newObjectEx();
      break;
    case op.INST:
      objectOpcodes.inst();
      break;
    case op.OBJ:
      objectOpcodes.obj();
      break;
    case op.PERSID:
      stack.push(persistentObject(state.settings, args.persistentIdLine()));
      break;
    case op.BINPERSID:
      stack.push(persistentObject(state.settings, stack.pop()));
      break;

    case op.PROTO:
      state.names.announce(reader.u8());
      break;
    case op.FRAME:
      // CPython 3.8 to 3.14 only check that the frame lies within the data.
      reader.frame(args.frameLength());
      break;
    default:
      throw new PickleError('bad-opcode', invalidLoadKey(code));
  }
}

/** PERSID and BINPERSID: what `options.persistentLoad` returns for an id. */
function persistentObject({ persistentLoad }: LoadSettings, id: unknown): unknown {
  if (persistentLoad === undefined) {
    throw new PickleError(
      'no-persistent-load',
      'A load persistent id instruction was encountered, but no persistent_load function was specified.' +
        ' Pass options.persistentLoad',
    );
  }
  return fromCaller(() => persistentLoad(id)) ?? null;
}
