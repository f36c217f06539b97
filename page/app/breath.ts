/** Lets messages and drawing in between two pieces of work. */

/** A message to oneself: timers would wait for milliseconds, and for a second each in a hidden tab. */
export function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
