import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { commandHelp, mainHelp } from '../../src/cli/help.ts';

test.for([40, 60, 80, 100])(
  'on %d columns no line of the help is longer, but for what cannot be broken',
  async (columns) => {
    const pages = [mainHelp(columns)];
    for (const { load } of COMMANDS) pages.push(commandHelp(await load(), columns));
    const lines = pages
      .flatMap((page) => page.split('\n'))
      .filter((line) => !/^ {2}\$ |^usage: | brine COMMAND/.test(line));
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.length).toBeGreaterThan(100);
  },
);

test('the help of a command is what it says of itself, and what the list says of it', async () => {
  for (const { name, summary, load } of COMMANDS) {
    const command = await load();
    expect([command.name, command.summary]).toEqual([name, summary]);
    const page = commandHelp(command, 80);
    for (const flag of Object.keys(command.flags)) expect(page, name).toContain(`--${flag}`);
    for (const [line, purpose] of command.examples) expect(page).toContain(`  $ ${line}\n    ${purpose}\n`);
    expect(command.examples.length, name).toBeGreaterThan(0);
  }
});
