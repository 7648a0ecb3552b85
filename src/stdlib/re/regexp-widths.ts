/** How many characters the parts of an expression match, if that is fixed. Python requires it in a lookbehind. */
export class Widths {
  private readonly groups: Group[] = [{ width: 0, alternatives: undefined, last: 0 }];

  /** Adds something that matches this many characters; `undefined` if the number varies. */
  add(width: number | undefined): void {
    const group = this.top();
    group.last = width;
    group.width = sum(group.width, width);
  }

  /** The last thing is repeated. */
  repeat(least: number, most: number): void {
    const group = this.top();
    if (least === 1 && most === 1) return;
    // The width before is not kept, so only an exact repetition of one width is known.
    const { last } = group;
    group.width = least === most && last !== undefined ? sum(group.width, last * (least - 1)) : undefined;
  }

  open(): void {
    this.groups.push({ width: 0, alternatives: undefined, last: 0 });
  }

  alternative(): void {
    const group = this.top();
    group.alternatives = widthOf(group);
    group.width = 0;
    group.hasAlternatives = true;
  }

  /** The width of the group that ends here. */
  close(): number | undefined {
    const group = this.groups.pop();
    return group === undefined ? undefined : widthOf(group);
  }

  private top(): Group {
    const group = this.groups[this.groups.length - 1];
    if (group === undefined) throw new RangeError('a group was closed that was not open');
    return group;
  }
}

interface Group {
  width: number | undefined;
  alternatives: number | undefined;
  hasAlternatives?: boolean;
  last: number | undefined;
}

function widthOf({ width, alternatives, hasAlternatives }: Group): number | undefined {
  return hasAlternatives === true && alternatives !== width ? undefined : width;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
