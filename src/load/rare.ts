import { parseIndexLine } from '../bytes/decimal.ts';
import { invalidLoadKey, PickleError } from '../errors.ts';
import * as op from '../opcodes.ts';
import type { Effects } from './effects.ts';

/**
 * Runs an opcode that is rare in pickles, or so expensive that a call does not matter. These are separate functions, so
 * that the compiler does not see them when it optimises the loop.
 */
export function runRare(effects: Effects, code: number): void {
  const { stack, args, reader } = effects;
  switch (code) {
    case op.POP:
      effects.objects.discard();
      break;
    case op.POP_MARK:
      stack.height = effects.placeholders.popMark();
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
      stack.push(effects.byteArray(args.count64('BYTEARRAY8')));
      break;
    case op.NEXT_BUFFER:
      stack.push(effects.nextBuffer());
      break;
    case op.READONLY_BUFFER:
      effects.readonlyBuffer();
      break;

    case op.EMPTY_SET:
      stack.push(effects.containers.emptySet());
      break;
    case op.LIST:
      stack.push(effects.containers.list(effects.placeholders.popGroup()));
      break;
    case op.DICT:
      stack.push(effects.dictOf(effects.placeholders.popGroup()));
      break;
    case op.FROZENSET:
      effects.frozenSetOfGroup();
      break;
    case op.APPEND:
      effects.append();
      break;
    case op.SETITEM:
      effects.setItem();
      break;
    case op.ADDITEMS:
      effects.addItems();
      break;

    case op.GET: {
      const value = effects.remembered(parseIndexLine(args.filledLine()));
      stack.push(value);
      break;
    }
    case op.PUT:
      effects.putLine();
      break;

    case op.GLOBAL:
      stack.push(effects.globalLines());
      break;
    case op.STACK_GLOBAL:
      effects.stackGlobal();
      break;
    case op.EXT1:
      stack.push(effects.extension(reader.u8()));
      break;
    case op.EXT2:
      stack.push(effects.extension(reader.u16()));
      break;
    case op.EXT4:
      stack.push(effects.extension(reader.i32()));
      break;
    case op.NEWOBJ_EX:
      effects.objects.newObjectEx();
      break;
    case op.INST:
      effects.objects.inst();
      break;
    case op.OBJ:
      effects.objects.obj();
      break;
    case op.PERSID:
      stack.push(effects.persistent(args.persistentIdLine()));
      break;
    case op.BINPERSID:
      stack.push(effects.persistent(stack.pop()));
      break;

    case op.PROTO:
      effects.announce(reader.u8());
      break;
    case op.FRAME:
      effects.frame();
      break;
    default:
      throw new PickleError('bad-opcode', invalidLoadKey(code));
  }
}
