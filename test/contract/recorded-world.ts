import { devNull } from "node:os";
import { vi } from "vitest";
import { accessKeyOf } from "../../src/local-aws/wire/caller.js";

/** Sends every later client to one address, without retries. */
export function environmentOf(url: string): void {
  for (const key of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
    vi.stubEnv(key, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", devNull);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", devNull);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  vi.stubEnv("AWS_ENDPOINT_URL", url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyOf("111122223333"));
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  vi.stubEnv("AWS_REGION", "us-east-1");
}
