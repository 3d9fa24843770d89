/** Rules of this repository that no linter brings: what a pure file may not do, told by its syntax. */

/** Forbid what reads the clock: only core's system clock knows the time. */
const noAmbientTime = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.name === "Date" && node.arguments.length === 0)
        context.report({
          node,
          message: "`new Date()` reads the clock; take the time from `ctx.clock` or `ctx.facts`.",
        });
    },
    CallExpression(node) {
      if (node.callee.name === "Date")
        context.report({ node, message: "`Date()` reads the clock; take the time from `ctx.clock` or `ctx.facts`." });
    },
    MemberExpression(node) {
      const name = `${node.object.name}.${node.property.name ?? node.property.value}`;
      if (name === "Date.now" || name === "performance.now" || name === "process.hrtime")
        context.report({
          node,
          message: `\`${name}\` reads the clock; take the time from \`ctx.clock\` or \`ctx.facts\`.`,
        });
    },
  }),
};

/** Forbid asynchrony: a parser turns text into data, at once. */
const noAsync = {
  create(context) {
    const report = (node) =>
      context.report({ node, message: "A file below `parse/` is pure: no async, no await, no promise." });
    const reportAsyncFunction = (node) => node.async && report(node);
    return {
      FunctionDeclaration: reportAsyncFunction,
      FunctionExpression: reportAsyncFunction,
      ArrowFunctionExpression: reportAsyncFunction,
      AwaitExpression: report,
      ImportExpression: report,
      Identifier: (node) => node.name === "Promise" && report(node),
    };
  },
};

export default { meta: { name: "livetriage" }, rules: { "no-ambient-time": noAmbientTime, "no-async": noAsync } };
