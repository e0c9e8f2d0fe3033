// What programs of the bench name in AWS.

/** The account and the region of the programs. */
export const home = ["111122223333", "eu-west-1"] as const;

/** The account and the region of the snapshot that {@link sourceOfCopies} names. */
export const elsewhere = [home[0], "us-east-1"] as const;

/** The snapshot of Neptune that is copied from another region. */
export const sourceOfCopies = `arn:aws:rds:${elsewhere[1]}:${home[0]}:cluster-snapshot:base`;
