/** The convolutions that the kernels are for: 3 × 3, stride 1, one pixel of zeros around, channels last. */
import { backend_util, type Conv2DAttrs } from '@tensorflow/tfjs-core';
import type { Convolution, FilterGradient, KernelModule } from './kernel-module.ts';

/** The shape of such a convolution: x [batch, height, width, inChannels], filter [3, 3, inChannels, outChannels]. */
export interface PlainConvolution {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** What the attributes of all convolution kernels have in common. */
export interface Geometry {
  readonly strides: [number, number] | number;
  readonly pad: Conv2DAttrs['pad'];
  readonly dataFormat: Conv2DAttrs['dataFormat'];
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: Conv2DAttrs['dimRoundingMode'];
}

/**
 * Recognises a convolution that the kernels can do.
 *
 * @param x - rank 4: the shape of the input
 * @param filter - rank 4: the shape of the filter
 * @returns its shape, or undefined for any other convolution
 * @throws if the shapes do not fit together
 */
export function plainConvolution(
  x: readonly number[],
  filter: readonly number[],
  { strides, pad, dataFormat, dilations = 1, dimRoundingMode }: Geometry,
): PlainConvolution | undefined {
  const info = backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  const { top, bottom, left, right } = info.padInfo;
  const plain =
    info.dataFormat === 'channelsLast' &&
    [info.filterHeight, info.filterWidth].every((size) => size === 3) &&
    [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth].every(
      (step) => step === 1,
    ) &&
    [top, bottom, left, right].every((zeros) => zeros === 1);
  if (!plain) return undefined;
  const { batchSize: batch, inHeight: height, inWidth: width, inChannels, outChannels } = info;
  return { batch, height, width, inChannels, outChannels };
}

/** The module's functions for one of its two algorithms. */
export interface Algorithm {
  readonly convolution: Convolution;
  readonly filterGradient: FilterGradient;
  readonly scratchBytes: KernelModule['winogradScratchBytes'];
}

/**
 * Chooses Winograd where it can and does pay: whole vectors of channels, and more pixels than the 4 per tile at which its
 * 36 products are no fewer than the direct 9 per pixel.
 */
export function chooseAlgorithm(
  module: KernelModule,
  { height, width, inChannels, outChannels }: PlainConvolution,
): Algorithm {
  const tiles = Math.ceil(height / 4) * Math.ceil(width / 4);
  const pays = inChannels % 4 === 0 && outChannels % 4 === 0 && height * width > 4 * tiles;
  return pays
    ? {
        convolution: module.winogradConvolution,
        filterGradient: module.winogradFilterGradient,
        scratchBytes: module.winogradScratchBytes,
      }
    : {
        convolution: module.patchConvolution,
        filterGradient: module.patchFilterGradient,
        scratchBytes: module.patchScratchBytes,
      };
}
