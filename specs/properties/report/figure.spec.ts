import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFigure, type Figure } from '../../../src/report/figures/figure.ts';
import type { Panel, Series } from '../../../src/report/figures/panel.ts';

const blue = { light: '#0b63c4', dark: '#6cb6ff' };
const orange = { light: '#c2410c', dark: '#f69d50' };
const relu: Series = {
  label: 'ReLU',
  colour: blue,
  dashed: false,
  line: [[1, 10], [2, 100 / 3]], // biome-ignore format: one curve per line
  dots: [[1, 9], [1, 11]], // biome-ignore format: one curve per line
  strands: [{ record: 'a run', points: [[1, 8], [2, 30]] }], // biome-ignore format: one curve per line
  intervals: [[2, 25, 40]],
};
const notebook: Series = { label: 'notebook', colour: orange, dashed: true, line: [[1, 20], [2, 5]] }; // biome-ignore format: one series a line
const panel: Panel = {
  title: 'left',
  xLabel: 'blocks',
  yLabel: 'accuracy (%)',
  xTicks: [
    { at: 1, label: 'one' },
    { at: 2, label: 'two' },
  ],
  yScale: 'linear',
  series: [relu, notebook],
  references: [{ value: 15, label: 'guessing' }],
};
const small: Figure = { title: 'A & B < C', panels: [panel, { ...panel, title: 'right', series: [relu] }] };
const withPanel = (changed: Partial<Panel>): Figure => ({ ...small, panels: [{ ...panel, ...changed }] });

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const figures = fc
  .record({
    title: fc.string(),
    yScale: fc.constantFrom('linear' as const, 'near' as const, 'log' as const),
    values: fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), positive), { minLength: 1, maxLength: 8 }),
    label: fc.string(),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ title, yScale, values, label, count }): Figure => {
    const series = [{ label, colour: orange, dashed: false, line: values, dots: values }];
    return { title, panels: Array.from({ length: count }, () => ({ ...panel, yScale, title, series })) };
  });

/** Throws unless every tag is closed, every attribute quoted and every reserved character escaped. */
function requireWellFormed(xml: string): void {
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<&]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (let match = tag.exec(xml); match; match = tag.exec(xml)) {
    end = tag.lastIndex;
    const [, closing, name = '', , closed, content] = match;
    if (content !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#\d+);)/.test(content)) throw new Error(`unescaped text: ${content}`);
    } else if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else if (!closed) open.push(name);
  }
  if (end !== xml.length || open.length > 0)
    throw new Error(`malformed at ${end}: ${xml.slice(end, end + 60)}`);
}

describe('requireWellFormed', () => {
  it.each(['<a>', '<a></b>', '<a b=c/>', '<a>&</a>', '<a>1 < 2</a>', 'a"<'])('notices %s', (xml) => {
    expect(() => requireWellFormed(xml)).toThrow();
  });
});

describe('drawFigure', () => {
  it('draws two panels as they were last reviewed', async () => {
    await expect(drawFigure(small, 'light')).toMatchFileSnapshot('small-linear.svg');
  });

  it('writes over a line, and under it where the next one is too near above', () => {
    const references = [15, 15.5, 30].map((value) => ({ value, label: `at ${value}` }));
    const svg = drawFigure({ title: '', panels: [{ ...panel, references }] }, 'light');
    const lines = [...svg.matchAll(/d="M[\d.]+,([\d.]+)H[\d.]+" [^>]*stroke-dasharray="1 3"/g)];
    const words = [...svg.matchAll(/y="([\d.]+)"[^>]*>at /g)];
    const under = words.map(([, y], index) => Number(y) > Number(lines[index]?.[1]));
    expect(under).toEqual([true, false, false]);
  });

  it('draws a logarithmic axis as it was last reviewed', async () => {
    await expect(drawFigure(withPanel({ yScale: 'log' }), 'dark')).toMatchFileSnapshot('small-log.svg');
  });

  it('gives well-formed XML, whatever stands in title and labels', () => {
    fc.assert(fc.property(figures, (figure) => requireWellFormed(drawFigure(figure, 'light'))));
  });

  it('gives the same bytes each time', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        expect(drawFigure(structuredClone(figure), 'dark')).toBe(drawFigure(figure, 'dark'));
      }),
    );
  });

  it('holds finite coordinates alone, with one decimal at most, each dot inside its own panel', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        const bare = figure.panels.map((one) => ({
          ...one,
          title: '',
          series: one.series.map((series) => ({ ...series, label: '' })),
        }));
        const svg = drawFigure({ title: '', panels: bare }, 'light');
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
        const dots = [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)];
        const each = dots.length / bare.length;
        for (const [index, [, cx, cy]] of dots.entries()) {
          expect(`${cx} ${cy}`).toMatch(/^\d+(\.\d)? \d+(\.\d)?$/);
          const place = Math.floor(index / each);
          expect(Number(cx)).toBeGreaterThan((place * width!) / bare.length);
          expect(Number(cx)).toBeLessThan(((place + 1) * width!) / bare.length);
          expect(Number(cy)).toBeLessThan(height!);
        }
        for (const [, path] of svg.matchAll(/ d="([^"]*)"/g)) expect(path).not.toMatch(/\.\d\d/);
      }),
    );
  });

  it('draws means, seeds as dots and as thin lines, intervals, and what to see them against', () => {
    const svg = drawFigure(withPanel({}), 'light');
    expect(svg.match(/<circle /g)).toHaveLength(2);
    expect(svg.match(/stroke-opacity/g)).toHaveLength(1);
    expect(svg.match(/fill="none" stroke="#[0-9a-f]+" stroke-width="2.5"/g)).toHaveLength(1);
    expect(svg.match(/<path d="M[\d.,]+V/g)).toHaveLength(1);
    expect(svg.match(/stroke-dasharray="5 4"/g)).toHaveLength(2); // the curve and its key
    expect(svg.match(/stroke-dasharray="1 3"/g)).toHaveLength(1);
    expect(svg.match(/>guessing</g)).toHaveLength(1);
  });

  it('names each label once, however many panels have it, and in as many rows as they need', () => {
    expect(drawFigure(small, 'light').match(/>ReLU</g)).toHaveLength(1);
    const many = Array.from({ length: 8 }, (_, index) => ({
      ...relu,
      label: `a rather long label ${index}`,
    }));
    const heights = [
      drawFigure(withPanel({ series: many }), 'light'),
      drawFigure(withPanel({}), 'light'),
    ].map((svg) => Number(/viewBox="0 0 640 (\d+)"/.exec(svg)![1]));
    expect(heights[0]! - heights[1]!).toBe(2 * 20);
  });

  it('gives a series without a line a dot for its key', () => {
    const { line: _, ...others } = relu;
    const svg = drawFigure(withPanel({ series: [{ ...others, line: [] }] }), 'light');
    expect(svg.match(/<circle /g)).toHaveLength(3);
    expect(svg).not.toContain('stroke-width="2.5"');
  });

  it('differs between light and dark in colours alone', () => {
    const uncoloured = (svg: string) => svg.replaceAll(/#[0-9a-f]{6}/g, '#');
    const [light, dark] = [drawFigure(small, 'light'), drawFigure(small, 'dark')];
    expect(light).not.toBe(dark);
    expect(uncoloured(light)).toBe(uncoloured(dark));
  });

  it('puts a larger value higher', () => {
    const heights = [...drawFigure(withPanel({}), 'light').matchAll(/cy="([\d.]+)"/g)].map(([, cy]) =>
      Number(cy),
    );
    expect(heights[0]).toBeGreaterThan(heights[1]!); // 9 lies below 11; y grows downwards
  });

  it('keeps every character of title and labels', () => {
    const label = 'a < b > c & d "e" \'f\' &gt; ‖∂L/∂W‖';
    const svg = drawFigure(
      { ...withPanel({ title: label, yLabel: label, xLabel: label }), title: label },
      'light',
    );
    const escaped = 'a &lt; b &gt; c &amp; d "e" \'f\' &amp;gt; ‖∂L/∂W‖';
    expect(svg.split(`>${escaped}<`)).toHaveLength(6); // the document's title, the one shown, the panel's, both axes
  });

  const tickValues = (figure: Figure) =>
    [...drawFigure(figure, 'light').matchAll(/text-anchor="end" font-size="11">([^<]*)</g)].map(
      ([, words]) => words,
    );

  it('reaches down to 0, or only as far as there is something, and as far as it is asked to', () => {
    const high = [{ ...notebook, line: [[1, 90], [2, 95]] as const }]; // biome-ignore format: one curve per line
    const bare = { series: high, references: [] };
    expect(tickValues(withPanel(bare))[0]).toBe('0');
    expect(tickValues(withPanel({ ...bare, yScale: 'near' }))[0]).toBe('90');
    expect(tickValues(withPanel({ ...bare, yScale: 'near', yReach: [50] }))[0]).toBe('50');
  });

  it('marks powers of ten on a logarithmic axis, small ones as powers', () => {
    const low = [{ ...notebook, line: [[1, 2e-6], [2, 5]] as const }]; // biome-ignore format: one curve per line
    const words = tickValues(withPanel({ series: low, references: [], yScale: 'log' }));
    expect(words).toEqual(['1e-6', '1e-5', '1e-4', '0.001', '0.01', '0.1', '1', '10']);
  });

  it.each([
    ['linear', Number.NaN],
    ['near', Number.POSITIVE_INFINITY],
    ['log', Number.NaN],
    ['log', 0],
    ['log', -1],
  ] as const)('refuses, on a %s axis, the value %d, naming its series', (yScale, value) => {
    const places: readonly Partial<Series>[] = [
      { line: [[2, value]] },
      { dots: [[2, value]] },
      { strands: [{ record: 'a run', points: [[2, value]] }] },
      { intervals: [[2, 1, value]] },
    ];
    for (const place of places) {
      const series = [relu, { ...notebook, ...place }];
      expect(() => drawFigure(withPanel({ yScale, series }), 'light')).toThrow(
        `drawPanel cannot place ${value} of series "notebook" on a ${yScale} axis`,
      );
    }
  });

  it('refuses a panel without a point, naming it', () => {
    expect(() => drawFigure(withPanel({ series: [], references: [] }), 'light')).toThrow(
      'drawPanel needs at least one point in "left"',
    );
  });
});
