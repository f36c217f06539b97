/** In the place of zod's list of languages: it comes with English by itself. */
export {};
