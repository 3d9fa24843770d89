import { Code, ConnectError, type HandlerContext, type ServiceImpl } from "@connectrpc/connect";
import {
  EnrollmentService,
  type Health,
  type HealthCheckRequest,
  OperatorService,
  SensorChannelService,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from "@livetriage/proto-types";

const SERVICES = ["", ...[EnrollmentService, OperatorService, SensorChannelService].map(({ typeName }) => typeName)];

/** The gRPC health protocol: every service is there until the Collector goes. */
export function health(shutdown: AbortSignal): ServiceImpl<typeof Health> {
  const statusOf = (service: string) => {
    if (!SERVICES.includes(service)) return ServingStatus.SERVICE_UNKNOWN;
    return shutdown.aborted ? ServingStatus.NOT_SERVING : ServingStatus.SERVING;
  };
  return {
    async check({ service }: HealthCheckRequest) {
      const status = statusOf(service);
      if (status === ServingStatus.SERVICE_UNKNOWN) throw new ConnectError("no such service", Code.NotFound);
      return { status };
    },
    async *watch({ service }: HealthCheckRequest, context: HandlerContext) {
      yield { status: statusOf(service) };
      await new Promise<void>((resolve) => {
        if (context.signal.aborted) resolve(); // fires at shutdown too
        context.signal.addEventListener("abort", () => resolve());
      });
      if (shutdown.aborted) yield { status: statusOf(service) };
    },
  };
}
