/** `createRequire` of `node:module` for browsers: the one package that is loaded by it is bundled. */
const packages: Readonly<Record<string, unknown>> = { cephes: require('cephes') };

/** @returns a function that throws RangeError for any other package */
export function createRequire() {
  return (name: string): unknown => {
    if (!(name in packages)) throw new RangeError(`createRequire has cephes here, not ${name}`);
    return packages[name];
  };
}
