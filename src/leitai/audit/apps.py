from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "leitai.audit"
    label = "audit"

    def ready(self):
        from leitai.audit import verification
        from leitai.audit.sealing import check_chain

        verification.register("audit chain", check_chain)
