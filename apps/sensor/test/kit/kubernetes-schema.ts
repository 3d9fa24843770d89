import { z } from "zod";

/**
 * The part of the Kubernetes API that a DaemonSet like ours uses, strict: a name that is not here is a mistake, which the
 * API server would let go without a word.
 *
 * Source: Kubernetes API reference v1.31, apps/v1 DaemonSet, core/v1 PodSpec, Container, SecurityContext, Volume
 */
const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
const quantity = z.string().regex(/^\d+(\.\d+)?(m|[KMGT]i?)?$/);
const labels = z.record(z.string(), z.string());
const absolute = z.string().startsWith("/");

const metadata = z.strictObject({ name, namespace: name, labels: labels.optional() });

const container = z.strictObject({
  name,
  image: z.string(),
  command: z.array(z.string()),
  resources: z
    .strictObject({
      requests: z.record(z.enum(["cpu", "memory"]), quantity),
      limits: z.record(z.enum(["cpu", "memory"]), quantity),
    })
    .optional(),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    appArmorProfile: z.strictObject({ type: z.enum(["Localhost", "RuntimeDefault", "Unconfined"]) }).optional(),
    capabilities: z.strictObject({ drop: z.array(z.string()), add: z.array(z.string()) }),
  }),
  volumeMounts: z.array(
    z.strictObject({
      name,
      mountPath: absolute,
      readOnly: z.boolean().optional(),
      mountPropagation: z.enum(["None", "HostToContainer", "Bidirectional"]).optional(),
    }),
  ),
});

const volume = z.strictObject({
  name,
  hostPath: z.strictObject({ path: absolute, type: z.enum(["Directory", "DirectoryOrCreate"]) }).optional(),
  emptyDir: z.strictObject({ medium: z.literal("Memory"), sizeLimit: quantity }).optional(),
  configMap: z.strictObject({ name }).optional(),
  secret: z.strictObject({ secretName: name, optional: z.boolean() }).optional(),
});

export const configMapSchema = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.literal("ConfigMap"),
  metadata,
  data: z.record(z.string(), z.string()),
});

export const daemonSetSchema = z.strictObject({
  apiVersion: z.literal("apps/v1"),
  kind: z.literal("DaemonSet"),
  metadata,
  spec: z.strictObject({
    selector: z.strictObject({ matchLabels: labels }),
    updateStrategy: z.strictObject({
      type: z.enum(["RollingUpdate", "OnDelete"]),
      rollingUpdate: z.strictObject({ maxUnavailable: z.string().regex(/^\d+%$/) }),
    }),
    template: z.strictObject({
      metadata: z.strictObject({ labels }),
      spec: z.strictObject({
        hostPID: z.boolean(),
        automountServiceAccountToken: z.boolean(),
        enableServiceLinks: z.boolean(),
        terminationGracePeriodSeconds: z.int().min(0),
        tolerations: z.array(z.strictObject({ operator: z.enum(["Exists", "Equal"]) })),
        securityContext: z.strictObject({
          seccompProfile: z.strictObject({ type: z.enum(["RuntimeDefault", "Unconfined"]) }),
        }),
        initContainers: z.array(container),
        containers: z.array(container),
        volumes: z.array(volume),
      }),
    }),
  }),
});
