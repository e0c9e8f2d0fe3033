/** Returns the type token of a kind. It is part of the state of every stack and never changes. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/aws/${kind}`;
}

/** What the plugin's type tokens begin with, in place of the beginning of those of the dynamic host. Never changed. */
const ofPlugin = /^aws-snapshots:(?=\w+:\w+$)/;

/**
 * Returns the URN that a resource has, or would have, in the dynamic host. A stack may move between that host and the
 * plugin. The types of a resource and of its parents then change, and nothing else does.
 */
export function dynamicUrn(urn: string): string {
  const [stack, project, types, ...name] = urn.split("::");
  if (types === undefined) {
    return urn;
  }
  const dynamicTypes = types.split("$").map((type) => type.replace(ofPlugin, typeToken("")));
  return [stack, project, dynamicTypes.join("$"), ...name].join("::");
}

/**
 * Returns the string that Pulumi stores with each resource and runs in the provider process. It contains a name, not
 * code. It looks for this package from the program's folder, then where pnpm keeps indirect dependencies, then beside
 * the provider host. Existing stacks run it forever, so its bytes, the entry and the names in it never change.
 */
export function storedText(kind: string): string {
  return `exports.handler=()=>{const{createRequire:c}=require("module"),p="pulumi-aws-snapshots",d=process.cwd();for(const f of[d+"/",d+"/node_modules/.pnpm/node_modules/_",(require.main||0).filename])try{if(f)return c(f)(p+"/dynamic").provider("${kind}")}catch(e){if(!/^(MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED)$/.test(e.code)||!/^Cannot find module 'pulumi-|^Package subpath '..dynamic'/.test(e.message))throw e}const e=Error(p+" is not installed in "+d+": install it there, it is needed until its resources are destroyed");e.stack="";throw e};`;
}
