/** Lets messages and drawing in between two pieces of work. */

/** A message to oneself: timers would wait for milliseconds, and for a second each in a hidden tab. */
export function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const heard = () => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', heard);
    port1.start();
    port2.postMessage(undefined);
  });
}
