/**
 * Rules of this repository that the linter does not bring: what a pure file may not do, told by its syntax.
 *
 * @typedef {{ name?: string, value?: string, async: boolean, callee: Node, object: Node, property: Node, arguments: Node[] }} Node
 * @typedef {{ report(finding: { node: Node, message: string }): void }} Context
 */

const CLOCKS = new Set(["Date.now", "performance.now", "performance.timeOrigin", "process.hrtime", "process.uptime"]);

/** Forbid what reads the clock: only core's system clock knows the time. */
const noAmbientTime = {
  /** @param {Context} context */
  create(context) {
    /** @type {(node: Node, what: string) => void} */
    const report = (node, what) =>
      context.report({
        node,
        message: `\`${what}\` reads the clock; take the time from \`ctx.clock\` or \`ctx.facts\`.`,
      });
    return {
      NewExpression: (/** @type {Node} */ node) =>
        node.callee.name === "Date" && node.arguments.length === 0 && report(node, "new Date()"),
      CallExpression: (/** @type {Node} */ node) => node.callee.name === "Date" && report(node, "Date()"),
      MemberExpression(/** @type {Node} */ node) {
        const name = `${node.object.name}.${node.property.name ?? node.property.value}`;
        if (CLOCKS.has(name)) report(node, name);
      },
    };
  },
};

/** Forbid asynchrony: what turns text or rows into data does it at once. */
const noAsync = {
  /** @param {Context} context */
  create(context) {
    /** @param {Node} node */
    const report = (node) => context.report({ node, message: "This file is pure: no async, no await, no promise." });
    /** @param {Node} node */
    const reportAsync = (node) => node.async && report(node);
    return {
      FunctionDeclaration: reportAsync,
      FunctionExpression: reportAsync,
      ArrowFunctionExpression: reportAsync,
      AwaitExpression: report,
      ImportExpression: report,
      Identifier: (/** @type {Node} */ node) => node.name === "Promise" && report(node),
    };
  },
};

export default { meta: { name: "livetriage" }, rules: { "no-ambient-time": noAmbientTime, "no-async": noAsync } };
