import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import type { EngineLog } from "../lifecycle/provider.js";
import { inOurWords } from "./words.js";

/** The line to the engine, which is opened with the first message after the engine has told its address. */
export class EngineLine {
  #address: string | undefined;
  #client: EngineClient | undefined;

  constructor(address: string | undefined) {
    this.#address = address;
  }

  /** Sends all later messages to the engine at this address. */
  moveTo(address: string): void {
    if (address !== "" && address !== this.#address) {
      this.#address = address;
      this.#client?.close();
      this.#client = undefined;
    }
  }

  /** Whatever goes wrong here only costs messages. */
  readonly log: EngineLog = (urn, text, severity) => {
    if (this.#address === undefined) {
      return;
    }
    this.#client ??= new EngineClient(this.#address, credentials.createInsecure());
    const request = new LogRequest();
    request.setUrn(urn);
    request.setMessage(inOurWords(text));
    request.setEphemeral(severity === "info");
    request.setSeverity(severity === "info" ? LogSeverity.INFO : LogSeverity.WARNING);
    this.#client.log(request, () => {});
  };
}
