/**
 * How long a call of AWS may take, in milliseconds. The SDK itself waits for ever; its three tries of 5 s end within the
 * 20 s of a step (J-07).
 */
export const sdkTimeouts = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
