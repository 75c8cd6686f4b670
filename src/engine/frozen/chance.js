// Chance, on both engines: the same seed gives the same numbers. Without a seed, `real` is what there is.
(seed, real) => {
  "use strict";
  // Marsaglia's xorshift of 32 bits; its state is never 0.
  let state = Math.imul((seed ?? 0) ^ 0x5bd1e995, 0x9e3779b1) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const random = seed === null ? real : next;
  const bits = (count) => Math.floor(random() * 2 ** count);
  const large = () => (BigInt(bits(32)) << 32n) | BigInt(bits(32));

  return {
    random,
    getRandomValues(array) {
      const width = 8 * array.BYTES_PER_ELEMENT;
      for (let i = 0; i < array.length; i += 1) array[i] = width === 64 ? large() : bits(width);
      return array;
    },
    randomUUID: () =>
      "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (c) => {
        const digit = bits(4);
        return (c === "x" ? digit : (digit & 3) | 8).toString(16);
      }),
  };
}
