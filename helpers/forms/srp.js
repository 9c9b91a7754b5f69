// The client's half of Cognito's SRP, for a browser, with BigInt and WebCrypto. Names are as in local_cognito/srp.py.

/** The 3072-bit prime, RFC 3526 group 15, and the generator. */
export const N = BigInt(
  "0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74" +
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437" +
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05" +
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB" +
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718" +
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33" +
    "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864" +
    "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2" +
    "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);
export const g = 2n;

const utf8 = (text) => new TextEncoder().encode(text);
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const fromHex = (text) => BigInt(`0x${text}`);
const toNumber = (bytes) => fromHex(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));

/** A number as Cognito hashes it: big-endian, as few bytes as possible, with the top bit clear. */
export function asBytes(number) {
  let hex = number.toString(16);
  if (hex.length % 2) hex = `0${hex}`;
  if (hex[0] > "7") hex = `00${hex}`;
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

async function sha256(...parts) {
  const joined = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

/** The SHA-256 hash of the concatenated parts, as a number. */
export async function hashToNumber(...parts) {
  return toNumber(await sha256(...parts));
}

/** base ^ exponent mod N, by squaring. Not constant-time: how long it takes depends on the exponent. */
export function power(base, exponent) {
  let result = 1n;
  for (base = ((base % N) + N) % N; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % N;
    base = (base * base) % N;
  }
  return result;
}

// ---- The client's half of the handshake ---------------------------------------------------------------------

/** a: a random 256-bit number, used once. */
export const newSecretNumber = () => toNumber(crypto.getRandomValues(new Uint8Array(32)));

/** A = g^a, sent as SRP_A. */
export const clientPublic = (a) => power(g, a);

/** Whether a number from the other side may be used. With a multiple of N, every password would be right. */
export const isAcceptable = (number) => 0n < number && number < N;

/** u = H(A | B). */
export const scrambler = (A, B) => hashToNumber(asBytes(A), asBytes(B));

/** x: the password as a number. */
export async function privateKey(poolName, userId, password, salt) {
  return hashToNumber(asBytes(salt), await sha256(utf8(`${poolName}${userId}:${password}`)));
}

/** S = (B - k*g^x) ^ (a + u*x), with k = H(N | g). */
export async function clientSharedSecret(a, B, x, u) {
  const k = await hashToNumber(asBytes(N), asBytes(g));
  return power(B - k * power(g, x), a + u * x);
}

/** The 16-byte key that both sides share: HKDF-SHA256 of S, salted with u. */
export async function sessionKey(S, u) {
  const secret = await crypto.subtle.importKey("raw", asBytes(S), "HKDF", false, ["deriveBits"]);
  const recipe = { name: "HKDF", hash: "SHA-256", salt: asBytes(u), info: utf8("Caldera Derived Key") };
  return new Uint8Array(await crypto.subtle.deriveBits(recipe, secret, 128));
}

/** PASSWORD_CLAIM_SIGNATURE: the HMAC-SHA256 of the claim, in base64. */
export async function claimSignature(key, poolName, userId, secretBlock, timestamp) {
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const claim = [...utf8(poolName + userId), ...fromBase64(secretBlock), ...utf8(timestamp)];
  return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", hmac, Uint8Array.from(claim))));
}

/** A time in the format that Cognito expects: Mon Jan 2 03:04:05 UTC 2006. */
export function timestamp(now) {
  const [weekday, day, month, year, time] = now.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

/** The answer to the challenge PASSWORD_VERIFIER: the proof, and nothing to learn the password from. */
export async function challengeResponses({ poolName, password, a, challenge, now = new Date() }) {
  const [A, B, userId] = [clientPublic(a), fromHex(challenge.SRP_B), challenge.USER_ID_FOR_SRP];
  if (!isAcceptable(B)) throw new Error("SRP_B is not a number between 1 and N-1. This answer is not from Cognito.");
  const u = await scrambler(A, B);
  const x = await privateKey(poolName, userId, password, fromHex(challenge.SALT));
  const key = await sessionKey(await clientSharedSecret(a, B, x, u), u);
  const signature = await claimSignature(key, poolName, userId, challenge.SECRET_BLOCK, timestamp(now));
  return {
    USERNAME: challenge.USERNAME ?? userId,
    PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP: timestamp(now),
  };
}
