/** Shows a figure as the report draws it, and reads out the value that the visitor points at or walks to by keys. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { drawFigure, FIGURE_WIDTH, type Figure, figureHeight } from '../../src/report/figures/figure.ts';
import { type Mark, marksOf } from '../../src/report/figures/marks.ts';
import { drawnThemes, narrow } from './environment.ts';
import { openRecord } from './record-dialog.tsx';

const NARROW_WIDTH = 360;
/** In the figure's pixels: farther from a value than this, nothing new is pointed at. */
const REACH = 40;

interface Props {
  readonly figure: Figure;
  /** Of the records that the marks name: study and scale. */
  readonly from?: { readonly study: string; readonly scale: string } | undefined;
}

export function FigureView({ figure, from }: Props) {
  const drawn = narrow.value ? figure.panels.map((panel) => ({ ...figure, panels: [panel] })) : [figure];
  const width = narrow.value ? NARROW_WIDTH : FIGURE_WIDTH;
  return (
    <figure class="figure">
      <figcaption class="title">{figure.title}</figcaption>
      {drawn.map((part, index) => (
        <Plot
          key={index}
          figure={{ ...part, title: '', width }}
          name={drawn.length > 1 ? `${figure.title}, ${part.panels[0]?.title}` : figure.title}
          from={from}
        />
      ))}
    </figure>
  );
}

function Plot({ figure, name, from }: Props & { readonly name: string }) {
  const chosen = useSignal<Mark | undefined>(undefined);
  const marks = useMemo(() => marksOf(figure), [figure]);
  const drawings = useMemo(
    () => drawnThemes.value.map((theme) => ({ theme, svg: drawFigure(figure, theme) })),
    [figure, drawnThemes.value],
  );
  // The same value after the figure has changed, if it is still there.
  const index = marks.findIndex(({ where }) => where === chosen.value?.where);
  const mark = marks[index];
  const { width = FIGURE_WIDTH } = figure;
  const point = (event: PointerEvent) => {
    const { left, top, width: shown } = (event.currentTarget as Element).getBoundingClientRect();
    const scale = width / shown;
    chosen.value = nearest(marks, scale * (event.clientX - left), scale * (event.clientY - top)) ?? mark;
  };
  const walk = (event: KeyboardEvent) => {
    const next =
      event.altKey || event.ctrlKey || event.metaKey ? undefined : stepOf(event.key, index, marks.length);
    if (next === undefined) return;
    event.preventDefault();
    chosen.value = marks[next];
  };
  return (
    <>
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={`${name}: values`}
        aria-valuemin={0}
        aria-valuemax={marks.length - 1}
        aria-valuenow={Math.max(0, index)}
        aria-valuetext={mark ? `${mark.where}: ${mark.value}` : 'none chosen yet'}
        onKeyDown={walk}
        onPointerMove={point}
        onPointerDown={point}
      >
        {drawings.map(({ theme, svg }) => (
          <div
            key={theme}
            class={drawings.length > 1 ? `in-${theme}` : undefined}
            aria-hidden="true"
            dangerouslySetInnerHTML={{ __html: svg }}
          />
        ))}
        <svg class="pointer" viewBox={`0 0 ${width} ${figureHeight(figure)}`} aria-hidden="true">
          {mark && <circle cx={mark.x} cy={mark.y} r="7" />}
        </svg>
      </div>
      <p class="reading">
        {mark ? (
          <>
            {mark.where}: <strong>{mark.value}</strong>{' '}
            {mark.record && from && <RecordLink {...from} name={mark.record} />}
          </>
        ) : (
          <span class="hint">Point at a value, or walk through them with the arrow keys.</span>
        )}
      </p>
      <Values marks={marks} />
    </>
  );
}

function RecordLink(address: { readonly study: string; readonly scale: string; readonly name: string }) {
  return (
    <button type="button" class="link" onClick={() => openRecord(address)}>
      its record
    </button>
  );
}

// For those whom neither pointer nor arrow keys serve, such as readers by touch and speech.
function Values({ marks }: { readonly marks: readonly Mark[] }) {
  const open = useSignal(false);
  return (
    <details
      class="values"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>As a table</summary>
      {open.value && (
        <table>
          <tbody>
            {marks.map(({ where, value }, index) => (
              <tr key={index}>
                <th scope="row">{where}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

function nearest(marks: readonly Mark[], x: number, y: number): Mark | undefined {
  let [best, distance] = [undefined as Mark | undefined, REACH];
  for (const mark of marks) {
    const far = Math.hypot(mark.x - x, mark.y - y);
    if (far < distance) [best, distance] = [mark, far];
  }
  return best;
}

// As sliders go: up and to the right is more. @param current - −1 before anything was chosen
function stepOf(key: string, current: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(count - 1, current + 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, current < 0 ? count - 1 : current - 1);
  return undefined;
}
