import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLineFigure, type LineFigure } from '../../../src/report/figures/line-figure.ts';

const blue = { light: '#0b63c4', dark: '#6cb6ff' };
const orange = { light: '#c2410c', dark: '#f69d50' };
const small: LineFigure = {
  title: 'A & B < C',
  xLabel: 'blocks',
  yLabel: 'accuracy (%)',
  xTicks: [1, 2],
  yScale: 'linear',
  series: [
    { label: 'ReLU', colour: blue, dashed: false, line: [[1, 10], [2, 100 / 3]], dots: [[1, 9], [1, 11]] }, // biome-ignore format: one series a line
    { label: 'notebook', colour: orange, dashed: true, line: [[1, 20], [2, 5]], dots: [] }, // biome-ignore format: one series a line
  ],
};

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const figures = fc
  .record({
    title: fc.string(),
    yScale: fc.constantFrom('linear' as const, 'log' as const),
    values: fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), positive), { minLength: 1, maxLength: 8 }),
    label: fc.string(),
  })
  .map(({ title, yScale, values, label }): LineFigure => {
    const series = [{ label, colour: orange, dashed: false, line: values, dots: values }];
    return { ...small, title, yScale, xTicks: [1, 2, 4, 6, 8], series };
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

describe('drawLineFigure', () => {
  it('draws the small figure as it was last reviewed', async () => {
    await expect(drawLineFigure(small, 'light')).toMatchFileSnapshot('small-linear.svg');
  });

  it('draws the small figure on a logarithmic axis as it was last reviewed', async () => {
    await expect(drawLineFigure({ ...small, yScale: 'log' }, 'dark')).toMatchFileSnapshot('small-log.svg');
  });

  it('gives well-formed XML, whatever stands in title and labels', () => {
    fc.assert(fc.property(figures, (figure) => requireWellFormed(drawLineFigure(figure, 'light'))));
  });

  it('gives the same bytes each time', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        expect(drawLineFigure(structuredClone(figure), 'dark')).toBe(drawLineFigure(figure, 'dark'));
      }),
    );
  });

  it('holds finite coordinates alone, with one decimal at most, inside the picture', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        const svg = drawLineFigure(
          { ...figure, title: '', series: figure.series.map((one) => ({ ...one, label: '' })) },
          'light',
        );
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
        for (const [, cx, cy] of svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)) {
          expect(`${cx} ${cy}`).toMatch(/^\d+(\.\d)? \d+(\.\d)?$/);
          expect(Number(cx)).toBeLessThanOrEqual(width!);
          expect(Number(cy)).toBeLessThanOrEqual(height!);
        }
        for (const [, path] of svg.matchAll(/ d="([^"]*)"/g)) expect(path).not.toMatch(/\.\d\d/);
      }),
    );
  });

  it('draws a dot for each seed and a line for each mean', () => {
    const svg = drawLineFigure(small, 'light');
    expect(svg.match(/<circle /g)).toHaveLength(2);
    expect(svg.match(/fill="none"/g)).toHaveLength(2);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(4 / 2);
  });

  it('differs between light and dark in colours alone', () => {
    const uncoloured = (svg: string) => svg.replaceAll(/#[0-9a-f]{6}/g, '#');
    const [light, dark] = [drawLineFigure(small, 'light'), drawLineFigure(small, 'dark')];
    expect(light).not.toBe(dark);
    expect(uncoloured(light)).toBe(uncoloured(dark));
  });

  it('puts a larger value higher', () => {
    const heights = [...drawLineFigure(small, 'light').matchAll(/cy="([\d.]+)"/g)].map(([, cy]) =>
      Number(cy),
    );
    expect(heights[0]).toBeGreaterThan(heights[1]!); // 9 lies below 11; y grows downwards
  });

  it('keeps every character of title and labels', () => {
    const label = 'a < b > c & d "e" \'f\' &gt; ‖∂L/∂W‖';
    const svg = drawLineFigure({ ...small, title: label, yLabel: label, xLabel: label }, 'light');
    const escaped = 'a &lt; b &gt; c &amp; d "e" \'f\' &amp;gt; ‖∂L/∂W‖';
    expect(svg.split(`>${escaped}<`)).toHaveLength(5); // the document's title, the one shown, and both axes
  });

  it('draws dots without a line where there are no means', () => {
    const dots = [[1, 9], [1, 11]] as const; // biome-ignore format: one series a line
    const svg = drawLineFigure({ ...small, series: [{ ...small.series[0]!, line: [], dots }] }, 'light');
    expect(svg.match(/<circle /g)).toHaveLength(2);
    expect(svg).toContain('<path d="" fill="none"');
  });

  it.each([
    ['linear', Number.NaN],
    ['linear', Number.POSITIVE_INFINITY],
    ['log', Number.NaN],
    ['log', 0],
    ['log', -1],
  ] as const)('refuses, on a %s axis, the value %d, naming its series', (yScale, value) => {
    const [first, second] = small.series;
    for (const place of ['line', 'dots'] as const) {
      const series = [first!, { ...second!, [place]: [[1, 20], [2, value]] }]; // biome-ignore format: one series a line
      expect(() => drawLineFigure({ ...small, yScale, series }, 'light')).toThrow(
        `drawLineFigure cannot place ${value} of series "notebook" on a ${yScale} axis`,
      );
    }
  });

  it('has a place for zero on a linear axis', () => {
    const series = [{ ...small.series[0]!, line: [[1, 0], [2, 10]] as const, dots: [] }]; // biome-ignore format: one series a line
    expect(drawLineFigure({ ...small, series }, 'light')).toContain('<path d="M80,312L490,44" fill="none"');
  });

  it('refuses a figure without a point, naming it', () => {
    const empty = { ...small, series: [] };
    expect(() => drawLineFigure(empty, 'light')).toThrow(
      'drawLineFigure needs at least one point in "A & B < C"',
    );
  });
});
