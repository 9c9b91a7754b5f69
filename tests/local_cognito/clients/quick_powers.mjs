// Native exponentiation for both libraries, in a fifth of the time. On phones they also replace theirs.
import amplifys from "../../node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/BigInteger/BigInteger.mjs";
import identityJs from "amazon-cognito-identity-js/lib/BigInteger.js";

function power(base, exponent, modulus) {
  let result = 1n;
  for (; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

for (const BigInteger of [amplifys, identityJs.default]) {
  BigInteger.prototype.modPow = function (exponent, modulus, callback) {
    const numbers = [this.mod(modulus), exponent, modulus].map((number) => BigInt(`0x${number.toString(16)}`));
    callback(null, new BigInteger(power(...numbers).toString(16), 16));
  };
}
