import type { Global } from '../values/global.ts';

/** What has been written and under which number: objects by identity, globals by name, strings by value. */
export class DumpMemo {
  /** How many numbers are taken. */
  size = 0;
  private readonly objects = new Map<object, number>();
  private readonly strings = new Map<string, number>();
  /** What is written in place of objects; kept so that it stays the same object. */
  readonly standIns = new Map<object, unknown>();
  private readonly moduleNames = new Map<string, number>();
  /** By module, then by name: two strings joined would be hashed anew each time, and a name may be long. */
  private readonly globals = new Map<string, Map<string, number>>();

  object(value: object): number | undefined {
    return this.objects.get(value);
  }

  string(text: string): number | undefined {
    return this.strings.get(text);
  }

  global({ module, name }: Global): number | undefined {
    return this.globals.get(module)?.get(name);
  }

  /** The name of a module that is one object for its C functions, and no interned one. */
  moduleName(module: string): number | undefined {
    return this.moduleNames.get(module);
  }

  /** Takes a number for something that cannot come again. */
  skip(): number {
    return this.size++;
  }

  addObject(value: object): number {
    this.objects.set(value, this.size);
    return this.size++;
  }

  addString(text: string): number {
    this.strings.set(text, this.size);
    return this.size++;
  }

  addModuleName(module: string): number {
    this.moduleNames.set(module, this.size);
    return this.size++;
  }

  addGlobal({ module, name }: Global): number {
    const names = this.globals.get(module) ?? new Map<string, number>();
    this.globals.set(module, names.set(name, this.size));
    return this.size++;
  }

  clear(): void {
    this.size = 0;
    this.objects.clear();
    this.standIns.clear();
    this.strings.clear();
    this.moduleNames.clear();
    this.globals.clear();
  }
}
