/** The parts of WebAssembly used here: Node has them, but neither `es2023` nor Node's own types declare them. */
declare namespace WebAssembly {
  function validate(binary: Uint8Array<ArrayBuffer>): boolean;
  class Memory {
    private constructor();
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(binary: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
}
