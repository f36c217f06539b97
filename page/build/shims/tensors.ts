/** In the place of TensorFlow.js in the page's own program, which tells of networks and computes none: the worker does. */
export {};
