/** Shows a figure as the report draws it, and reads out the value that the visitor points at or walks to by keys. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { drawFigure, FIGURE_WIDTH, type Figure, figureHeight } from '../../src/report/figures/figure.ts';
import { type Mark, marksOf } from '../../src/report/figures/marks.ts';
import { narrow, theme } from './environment.ts';
import { openRecord } from './record-dialog.tsx';

const NARROW_WIDTH = 360;
/** In the figure's pixels: farther from a value than this, nothing is pointed at. */
const REACH = 40;

interface Props {
  readonly figure: Figure;
  /** Of the records that the marks name: study and scale. */
  readonly from?: { readonly study: string; readonly scale: string } | undefined;
}

export function FigureView({ figure, from }: Props) {
  const drawn = narrow.value ? figure.panels.map((panel) => ({ ...figure, panels: [panel] })) : [figure];
  return (
    <figure class="figure">
      <figcaption class="title">{figure.title}</figcaption>
      {drawn.map((part, index) => (
        <Plot
          key={index}
          figure={{ ...part, title: '', width: narrow.value ? NARROW_WIDTH : FIGURE_WIDTH }}
          name={figure.title}
          from={from}
        />
      ))}
    </figure>
  );
}

function Plot({ figure, name, from }: Props & { readonly name: string }) {
  const current = useSignal<number | undefined>(undefined);
  const marks = useMemo(() => marksOf(figure), [figure]);
  const svg = useMemo(() => drawFigure(figure, theme.value), [figure, theme.value]);
  useEffect(() => {
    if ((current.value ?? 0) >= marks.length) current.value = undefined;
  }, [marks]);
  const { width = FIGURE_WIDTH } = figure;
  const point = (event: PointerEvent) => {
    const { left, top, width: shown } = (event.currentTarget as Element).getBoundingClientRect();
    const scale = width / shown;
    current.value = nearest(marks, scale * (event.clientX - left), scale * (event.clientY - top));
  };
  const walk = (event: KeyboardEvent) => {
    const next = stepOf(event.key, current.value, marks.length);
    if (next === undefined) return;
    event.preventDefault();
    current.value = next;
  };
  const mark = current.value === undefined ? undefined : marks[current.value];
  return (
    <>
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={`${name}: values`}
        aria-valuemin={0}
        aria-valuemax={marks.length - 1}
        aria-valuenow={current.value ?? 0}
        aria-valuetext={mark ? `${mark.where}: ${mark.value}` : 'none chosen yet'}
        onKeyDown={walk}
        onPointerMove={point}
        onPointerDown={point}
      >
        <div aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />
        <svg class="pointer" viewBox={`0 0 ${width} ${figureHeight(figure)}`} aria-hidden="true">
          {mark && <circle cx={mark.x} cy={mark.y} r="7" />}
        </svg>
      </div>
      <p class="reading">
        {mark ? (
          <>
            {mark.where}: <strong>{mark.value}</strong>{' '}
            {mark.record && from && (
              <button
                type="button"
                class="link"
                onClick={() => openRecord({ ...from, name: mark.record ?? '' })}
              >
                its record
              </button>
            )}
          </>
        ) : (
          <span class="hint">Point at a value, or walk through them with the arrow keys.</span>
        )}
      </p>
    </>
  );
}

function nearest(marks: readonly Mark[], x: number, y: number): number | undefined {
  let [best, distance] = [undefined as number | undefined, REACH];
  for (const [index, mark] of marks.entries()) {
    const far = Math.hypot(mark.x - x, mark.y - y);
    if (far < distance) [best, distance] = [index, far];
  }
  return best;
}

function stepOf(key: string, current: number | undefined, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, (current ?? -1) + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, (current ?? count) - 1);
  return undefined;
}
