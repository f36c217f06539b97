/** The activations' labels and colours: no two alike, for any eye, on a light and on a dark page. */
import { describe, expect, it } from 'vitest';
import { type ActivationName, activationLooks, activationNames } from '../../../src/network/activations.ts';

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

const papers = { light: '#ffffff', dark: '#0d1117' } as const;
const LEAST_CONTRAST = 3; // WCAG 2.2, success criterion 1.4.11, for graphics
const LEAST_DIFFERENCE = 0.08; // in OKLab, where 0.02 is just noticeable

// Linear sRGB as seen without one kind of cone: Machado et al. 2009, https://doi.org/10.1109/TVCG.2009.113, severity 1.
const eyes: Readonly<Record<string, Matrix>> = {
  'full colour vision': [[1, 0, 0], [0, 1, 0], [0, 0, 1]], // biome-ignore format: a matrix
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]], // biome-ignore format: a matrix
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]], // biome-ignore format: a matrix
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]], // biome-ignore format: a matrix
};

// Linear sRGB to cone responses, and their cube roots to OKLab: https://bottosson.github.io/posts/oklab/
const cones: Matrix = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]; // biome-ignore format: a matrix
const lab: Matrix = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]]; // biome-ignore format: a matrix

const times = (matrix: Matrix, [x, y, z]: Vector): Vector =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Vector;
const each = ([x, y, z]: Vector, change: (value: number) => number): Vector => [
  change(x),
  change(y),
  change(z),
];

function linear(hex: string): Vector {
  const parts = /^#(..)(..)(..)$/
    .exec(hex)!
    .slice(1)
    .map((part) => Number.parseInt(part, 16) / 255);
  return each(parts as unknown as Vector, (value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
}

function contrast(one: string, other: string): number {
  const luminance = ([r, g, b]: Vector) => 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  const [low, high] = [luminance(linear(one)), luminance(linear(other))].toSorted((a, b) => a - b);
  return high! / low!;
}

function difference(one: string, other: string, eye: Matrix): number {
  const seen = (hex: string) => each(times(eye, linear(hex)), (value) => Math.min(1, Math.max(0, value)));
  const [a, b] = [one, other].map((hex) => times(lab, each(times(cones, seen(hex)), Math.cbrt)));
  return Math.hypot(a![0] - b![0], a![1] - b![1], a![2] - b![2]);
}

const pairs = activationNames.flatMap((one, at) =>
  activationNames.slice(at + 1).map((other): [ActivationName, ActivationName] => [one, other]),
);

describe('difference', () => {
  it('notices red and green that a deuteranope cannot tell apart, and full vision can', () => {
    expect(difference('#b05a00', '#6b7a00', eyes['full colour vision']!)).toBeGreaterThan(LEAST_DIFFERENCE);
    expect(difference('#b05a00', '#6b7a00', eyes.deuteranopia!)).toBeLessThan(LEAST_DIFFERENCE);
  });
});

describe.each(['light', 'dark'] as const)('activationLooks on a %s page', (theme) => {
  it.each(activationNames)('stands out from the page: %s', (name) => {
    expect(contrast(activationLooks[name].colour[theme], papers[theme])).toBeGreaterThanOrEqual(
      LEAST_CONTRAST,
    );
  });

  it.each(Object.entries(eyes))('has no two colours alike in %s', (_, eye) => {
    for (const [one, other] of pairs) {
      const apart = difference(activationLooks[one].colour[theme], activationLooks[other].colour[theme], eye);
      expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(LEAST_DIFFERENCE);
    }
  });
});

describe('activationLooks', () => {
  it('has no label twice', () => {
    expect(new Set(activationNames.map((name) => activationLooks[name].label)).size).toBe(
      activationNames.length,
    );
  });
});
