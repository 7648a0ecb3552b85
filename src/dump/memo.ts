import type { Global } from '../values/global.ts';

/** What has been written and under which number: objects by identity, globals by name, strings by value. */
export class DumpMemo {
  /** How many numbers are taken. */
  size = 0;
  private readonly objects = new Map<object, number>();
  private readonly strings = new Map<string, number>();
  private readonly globals = new Map<string, number>();

  object(value: object): number | undefined {
    return this.objects.get(value);
  }

  string(text: string): number | undefined {
    return this.strings.get(text);
  }

  global({ module, name }: Global): number | undefined {
    return this.globals.get(`${module}\n${name}`);
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

  addGlobal({ module, name }: Global): number {
    this.globals.set(`${module}\n${name}`, this.size);
    return this.size++;
  }

  clear(): void {
    this.size = 0;
    this.objects.clear();
    this.strings.clear();
    this.globals.clear();
  }
}
