import { expect, it } from "vitest";
import { items } from "../recorded/items.js";
import { speaksXml, wireOf } from "../recorded/wire.js";

/** A member that the recording SDK dropped: the body is longer than the members that are left. */
const incomplete = "rds/CopyDBSnapshot-pending";

const measured = items.filter(
  ({ contentLength, evidence, file, operation, service }) =>
    contentLength !== undefined &&
    evidence === "recorded" &&
    speaksXml(service) &&
    operation !== "GetResources" &&
    file !== incomplete,
);

it("most flight data has the length of its answers", () => {
  expect(measured).toHaveLength(17);
});

it.each(measured)("$file is played back as long as AWS sent it, $contentLength bytes", (item) => {
  expect(wireOf(item).body).toHaveLength(item.contentLength ?? 0);
});
