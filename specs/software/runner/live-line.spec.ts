import { describe, expect, it } from 'vitest';
import { ERASE, LiveLine, type Terminal } from '../../../src/runner/live-line.ts';

/** A terminal that keeps what it shows, line by line. */
function screen(columns: number) {
  const lines = [''];
  const put = (text: string | Uint8Array) => {
    for (const part of String(text)
      .replaceAll(ERASE, '\r')
      .split(/([\r\n])/)) {
      if (part === '\n') lines.push('');
      else lines[lines.length - 1] = part === '\r' ? '' : lines.at(-1) + part;
    }
    return true;
  };
  const terminal = { columns, write: put } as unknown as Terminal;
  const errors = { ...terminal };
  return { terminal, errors, lines, live: new LiveLine(terminal, errors) };
}

describe('LiveLine', () => {
  it('stays below what others print', () => {
    const { terminal, lines, live } = screen(80);
    live.show('1 of 3');
    terminal.write('a result\n');
    live.show('2 of 3');
    terminal.write('two\nresults\n');
    expect(lines).toEqual(['a result', 'two', 'results', '2 of 3']);
    live.show('');
    expect(lines.at(-1)).toBe('');
  });

  it('draws over no line that is not at its end', () => {
    const { terminal, lines, live } = screen(80);
    terminal.write('half a ');
    live.show('1 of 3');
    terminal.write('line\n');
    expect(lines).toEqual(['half a line', '1 of 3']);
  });

  it('gives way to errors too, and to bytes', () => {
    const { errors, lines, live } = screen(80);
    live.show('1 of 3');
    errors.write(Buffer.from('a fault\n'));
    errors.write('');
    expect(lines).toEqual(['a fault', '1 of 3']);
  });

  it('is never longer than the terminal is wide, so that it can be taken away', () => {
    const { lines, live } = screen(10);
    live.show('x'.repeat(30));
    expect(lines).toEqual(['x'.repeat(9)]);
  });
});
