/** One line at the foot of a terminal that says how far things are, and gives way to whatever else is printed. */

/** What takes a line off a terminal. */
export const ERASE = '\r\u001b[2K';

/** Where it is drawn: a terminal. */
export type Terminal = Pick<NodeJS.WriteStream, 'write' | 'columns'>;

export class LiveLine {
  private readonly terminal: Terminal;
  private readonly print: (text: string) => boolean;
  private text = '';
  /** Whether the last thing printed ended its line; where it did not, nothing may be drawn over it. */
  private atLineStart = true;

  /** Takes the terminal over: what others write to it, by either stream, appears above the line from now on. */
  constructor(terminal: Terminal, errors: Terminal) {
    this.terminal = terminal;
    this.print = terminal.write.bind(terminal) as (text: string) => boolean;
    for (const stream of [terminal, errors]) this.takeOver(stream);
  }

  private takeOver(stream: Terminal): void {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = ((...args: unknown[]) => {
      this.erase();
      const drained = write(...args);
      const text = args[0] instanceof Uint8Array ? Buffer.from(args[0]).toString() : String(args[0]);
      if (text !== '') this.atLineStart = text.endsWith('\n');
      this.draw();
      return drained;
    }) as Terminal['write'];
  }

  /** Shows a text in place of the last one, cut to the terminal's width; an empty one takes the line away. */
  show(text: string): void {
    this.erase();
    this.text = text;
    this.draw();
  }

  private erase(): void {
    if (this.text && this.atLineStart) this.print(ERASE);
  }

  private draw(): void {
    if (this.text && this.atLineStart) this.print(this.text.slice(0, (this.terminal.columns || 80) - 1));
  }
}
