/** `createRequire` of `node:module` for browsers: the one package that is loaded by it is bundled. */

/** Compiled when a function of it is first wanted, not when the page starts. */
const packages: Readonly<Record<string, () => object>> = { cephes: () => require('cephes') };

/** @returns a function that throws RangeError for any other package */
export function createRequire() {
  return (name: string): unknown => {
    const load = packages[name];
    if (!load) throw new RangeError(`createRequire has cephes here, not ${name}`);
    return new Proxy({}, { get: (_, key) => Reflect.get(load(), key) });
  };
}
