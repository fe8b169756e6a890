/** How many paths get sample requests: with more, none would get enough to be judged. */
export const mostSampledPaths = 20;
