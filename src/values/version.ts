/** Version of this package, as AWS sees it with each call. Not read from a file: a bundle has none beside it. */
export const version = "0.1.0";
