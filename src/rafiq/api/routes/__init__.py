"""The operations of the public interface, one module a resource."""
