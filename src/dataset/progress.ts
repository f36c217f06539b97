/** Tells a person how the acquisition goes: a bar on a terminal, a few plain lines elsewhere. */

/** One thing that happened. */
export type FetchProgress =
  | { readonly kind: 'notice'; readonly message: string }
  | { readonly kind: 'wait'; readonly ownerPid: number }
  | { readonly kind: 'download'; readonly done: number; readonly total: number } // bytes
  | { readonly kind: 'store'; readonly file: string; readonly done: number; readonly total: number }; // files

/** What the progress is written on, such as `process.stderr`. */
export type Terminal = { readonly isTTY?: boolean; write(text: string): unknown };

const barWidth = 30;

function bar(done: number, total: number): string {
  const filled = Math.round(barWidth * Math.min(1, done / total));
  return `[${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}]`;
}

/** A progress event as one line of text, without its end. */
export function formatProgress(progress: FetchProgress): string {
  switch (progress.kind) {
    case 'notice':
      return `CIFAR-10: ${progress.message}`;
    case 'wait':
      return `CIFAR-10: process ${progress.ownerPid} is already fetching it; waiting`;
    case 'download': {
      const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
      const { done, total } = progress;
      return `CIFAR-10: download ${bar(done, total)} ${megabytes(done)} of ${megabytes(total)} MB`;
    }
    case 'store': {
      const { done, total, file } = progress;
      return `CIFAR-10: verified ${bar(done, total)} ${done} of ${total} files (${file})`;
    }
  }
}

/** Without a terminal, one line per quarter of the download and one for the last file are enough. */
function isWorthALine(progress: FetchProgress, previous: FetchProgress | undefined): boolean {
  if (progress.kind === 'notice' || progress.kind === 'wait') return true;
  if (progress.kind === 'store') return progress.done === progress.total;
  if (previous?.kind !== 'download') return true;
  const quarter = ({ done, total }: typeof progress) => Math.floor((4 * done) / total);
  return quarter(progress) > quarter(previous);
}

/** Makes a listener that shows progress: on a terminal as one line that changes, elsewhere as a few plain lines. */
export function progressPrinter(terminal: Terminal): (progress: FetchProgress) => void {
  let previous: FetchProgress | undefined;
  return (progress) => {
    const line = formatProgress(progress);
    if (!terminal.isTTY) {
      if (isWorthALine(progress, previous)) terminal.write(`${line}\n`);
    } else {
      const isOver =
        progress.kind !== 'download' && !(progress.kind === 'store' && progress.done < progress.total);
      terminal.write(`\r${line}\x1b[K${isOver ? '\n' : ''}`); // ESC [ K erases the rest of the line
    }
    previous = progress;
  };
}
