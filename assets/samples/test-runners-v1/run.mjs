/** A job takes its time: here the tests of a real project would run. */
export function run({ ms }) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
