/** Whether this Node or browser runs WebAssembly with SIMD, without which the engine does not start. */

// A module with one function of one SIMD instruction.
const MODULE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]; // biome-ignore format: bytes

export function hasSimd(): boolean {
  return WebAssembly.validate(Uint8Array.from(MODULE));
}
