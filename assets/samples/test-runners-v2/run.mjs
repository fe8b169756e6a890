/** A job takes its time: here the tests of a real project would run. This version tells of each. */
export function run({ id, ms }) {
  return new Promise((resolve) => {
    setTimeout(() => {
      console.log(`job ${id} passed in ${ms} ms`);
      resolve();
    }, ms);
  });
}
